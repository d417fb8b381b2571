export interface Drive {
  readonly name: string;
  readonly model: string | null;
  /** Exit status of smartctl, a bit mask. */
  readonly status: number;
  /** What the drive says of itself as a whole; null when it says nothing. */
  readonly isPassed: boolean | null;
  /** °C */
  readonly temperature: number | null;
  /** Sectors that were replaced by spare ones. */
  readonly reallocated: number | null;
  /** Sectors that could not be read. */
  readonly pending: number | null;
  /** Percent of the life that the maker gives it; of solid state. */
  readonly wear: number | null;
  /** What smartctl itself complains of; null when of nothing. */
  readonly complaint: string | null;
}

/** A value in JSON, by its names from the outside in; undefined where there is none. */
function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null) return undefined;
    found = Object.entries(found).find(([key]) => key === name)?.[1];
  }
  return found;
}

const numberOrNull = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null);

/** ATA attributes by number: 5 reallocated, 197 pending (smartmontools' drivedb). */
function attribute(said: unknown, id: number): number | null {
  const table = at(said, 'ata_smart_attributes', 'table');
  const row: unknown = Array.isArray(table) ? table.find((each: unknown) => at(each, 'id') === id) : undefined;
  return numberOrNull(at(row, 'raw', 'value'));
}

function driveOf(name: string, status: number, text: string): Drive {
  let said: unknown = null;
  try {
    said = JSON.parse(text);
  } catch {
    // What is no JSON tells nothing: the status alone counts.
  }
  const [model, passed, messages] = [at(said, 'model_name'), at(said, 'smart_status', 'passed'), at(said, 'smartctl', 'messages')];
  const complaint = Array.isArray(messages) ? at(messages[0], 'string') : undefined;
  return {
    name, status, model: typeof model === 'string' ? model : null, isPassed: typeof passed === 'boolean' ? passed : null,
    temperature: numberOrNull(at(said, 'temperature', 'current')),
    reallocated: attribute(said, 5) ?? numberOrNull(at(said, 'scsi_grown_defect_list')), pending: attribute(said, 197),
    wear: numberOrNull(at(said, 'nvme_smart_health_information_log', 'percentage_used')), complaint: typeof complaint === 'string' ? complaint : null,
  };
}

/** `smartctl -j -a` of each drive, below `= DRIVE STATUS`. */
export function readDrives(lines: readonly string[]): readonly Drive[] {
  const found = new Map<string, { readonly status: number; readonly text: string[] }>();
  let text: string[] = [];
  for (const line of lines) {
    const [, name, status] = /^= (\S+) (\d{1,3})$/.exec(line) ?? [];
    if (name === undefined) text.push(line);
    else {
      text = [];
      found.set(name, { status: Number(status), text });
    }
  }
  return [...found].map(([name, drive]) => driveOf(name, drive.status, drive.text.join('\n')));
}
