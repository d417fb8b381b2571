export interface Block {
  readonly name: string;
  readonly bytes: number;
  /** Empty where the kernel knows none, as of disks that another machine lends. */
  readonly model: string;
}

/** Name, sectors of 512 bytes, model, with tabs between. */
export function readBlocks(lines: readonly string[]): readonly Block[] {
  return lines.flatMap((line): Block[] => {
    const [name = '', sectors = '', model = ''] = line.split('\t');
    return name === '' || !/^\d{1,15}$/.test(sectors) ? [] : [{ name, bytes: Number(sectors) * 512, model: model.trim() }];
  });
}

/** Names that makers of virtual machines give to disks. */
const lent = /^(QEMU|VBOX|VMware|Virtual|Msft|Google|Amazon Elastic|Volume|LUN\b|BlockVolume)/i;

/** Whether a disk is a drive that can be asked how it is. */
export function isPhysical({ model }: Block): boolean {
  return model !== '' && !lent.test(model);
}
