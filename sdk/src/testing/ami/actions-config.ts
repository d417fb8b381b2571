import { posix } from 'node:path';
import { FileError } from '../files/index.ts';
import type { ActionCall, Actions } from './action.ts';
import type { Asterisk } from './asterisk.ts';
import { ConfigRefused, ConfigText, type ConfigOperation } from './config-edit.ts';
import { readConfig, type ConfigProblem, type ConfigSection } from './config-file.ts';
import type { ActionRequest, Header } from './message.ts';
import { reloadAndTell } from './reload.ts';

const noName = 'Filename not specified';
const outside = 'File requires escalated privileges';
const problems: { readonly [Problem in ConfigProblem]: string } = { missing: 'Config file not found', invalid: 'Config file has invalid format' };
const six = (number: number): string => String(number).padStart(6, '0');

/** The path of a file of the configuration's folder; null when it leads elsewhere. */
function inFolder({ model: { configFolder } }: Asterisk, name: string): string | null {
  const path = posix.resolve(configFolder, name);
  return path.startsWith(`${configFolder}/`) ? path : null;
}

/** The sections of the file that an action names; answers with an error and gives null when there are none. */
function sectionsFor({ request, asterisk, respond }: ActionCall, mustExist: boolean): readonly ConfigSection[] | null {
  const name = request.get('Filename');
  const path = inFolder(asterisk, name);
  const read = path === null ? null : readConfig(asterisk.files, asterisk.model.configFolder, name);
  const problem = name === '' ? noName : path === null || read === null || (mustExist && !asterisk.files.exists(path)) ? outside : typeof read === 'string' ? problems[read] : null;
  if (problem !== null) respond('Error', [['Message', problem]]);
  return problem !== null || typeof read === 'string' ? null : read;
}

/** `Filter: name=pattern,…`; TEMPLATES says whether templates are shown: else they are not. */
function filtered(sections: readonly ConfigSection[], filter: string): readonly ConfigSection[] {
  const parts = filter.split(',').map((part) => part.split('=')).filter(([name]) => name !== undefined && name !== '');
  const templates = parts.find(([name]) => name?.toUpperCase() === 'TEMPLATES')?.[1] ?? '';
  return sections.filter((section) => (templates === 'include' || section.isTemplate === (templates === 'restrict')) && parts.every(([name = '', pattern = '']) =>
    name.toUpperCase() === 'TEMPLATES' || section.lines.some(([key, value]) => key === name && value.includes(pattern))));
}

function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function operationsOf(request: ActionRequest): readonly ConfigOperation[] {
  const operations: ConfigOperation[] = [];
  // Numbers have six digits and no gap: what stands behind one is not seen.
  for (;;) {
    const number = six(operations.length);
    const field = (name: string): string => request.get(`${name}-${number}`);
    if (field('Action') === '') return operations;
    operations.push({ action: field('Action'), category: field('Cat'), variable: field('Var'), value: field('Value'), match: field('Match'), line: field('Line'), options: field('Options') });
  }
}

/** Writes what the operations make of the source to the destination; what stands against it is thrown. */
function update(asterisk: Asterisk, request: ActionRequest, isFull: boolean): void {
  const [source, destination] = [request.get('SrcFilename'), request.get('DstFilename')];
  if (source === '' || destination === '') throw new ConfigRefused(noName);
  const [from, to] = [inFolder(asterisk, source), inFolder(asterisk, destination)];
  if (from === null || to === null || !asterisk.files.exists(from) || !asterisk.files.exists(to)) throw new ConfigRefused(outside);
  const content = new ConfigText(asterisk.files.text(from) ?? '');
  for (const operation of operationsOf(request)) content.perform(operation);
  try {
    const text = content.write(destination, to);
    if (isFull && text.length > (asterisk.files.text(to)?.length ?? 0)) throw new FileError('ENOSPC', to);
    asterisk.files.write(to, text);
  } catch (error) {
    if (error instanceof FileError) throw new ConfigRefused('Save of config failed');
    throw error;
  }
}

export const configActions: Actions = {
  GetConfig: {
    summary: 'Retrieve configuration.',
    privilege: 'system,config,all',
    run(call) {
      const all = sectionsFor(call, false);
      if (all === null) return;
      const wanted = call.request.get('Category');
      const shown = filtered(all, call.request.get('Filter')).filter(({ name }) => wanted === '' || name === wanted);
      const lines = shown.flatMap(({ name, isTemplate, templates, lines: own }, at): Header[] => [
        [`Category-${six(at)}`, name], ...(isTemplate ? [[`IsTemplate-${six(at)}`, '1'] as const] : []), ...(templates.length > 0 ? [[`Templates-${six(at)}`, templates.join(',')] as const] : []),
        ...own.map(([key, value], line): Header => [`Line-${six(at)}-${six(line)}`, `${key}=${value}`]),
      ]);
      call.respond('Success', shown.length === 0 && all.length > 0 ? ['No categories found'] : lines);
    },
  },
  GetConfigJSON: {
    summary: 'Retrieve configuration (JSON format).',
    privilege: 'system,config,all',
    run(call) {
      const all = sectionsFor(call, true);
      if (all === null) return;
      // Names that are there twice are told twice, and tabs as they are: no reader of JSON takes that.
      const sections = filtered(all, call.request.get('Filter')).map(({ name, templates, lines }) => {
        const pairs = [...(templates.length > 0 ? [['templates', templates.join(',')] as const] : []), ...lines];
        return `${quoted(name)}:{${pairs.map(([key, value]) => `${quoted(key)}:${quoted(value)}`).join(',')}}`;
      });
      call.respond('Success', [['JSON', `{${sections.join(',')}}`]]);
    },
  },
  ListCategories: {
    summary: 'List categories in configuration file.',
    privilege: 'config,all',
    run(call) {
      const all = sectionsFor(call, false);
      if (all === null) return;
      const shown = all.filter(({ isTemplate }) => !isTemplate);
      call.respond('Success', shown.length === 0 ? ['Error: no categories found'] : shown.map(({ name }, at): Header => [`Category-${six(at)}`, name]));
    },
  },
  CreateConfig: {
    summary: 'Creates an empty file in the configuration directory.',
    privilege: 'config,all',
    run({ request, asterisk, respond }) {
      const name = request.get('Filename');
      const path = inFolder(asterisk, name);
      const problem = name === '' ? noName : path === null ? outside : asterisk.files.exists(path) ? 'File exists' : asterisk.files.exists(posix.dirname(path)) ? null : 'No such file or directory';
      if (problem !== null || path === null) return respond('Error', [['Message', problem ?? outside]]);
      asterisk.files.write(path, '');
      return respond('Success', [['Message', 'New configuration file created successfully']]);
    },
  },
  UpdateConfig: {
    summary: 'Update basic configuration.',
    privilege: 'config,all',
    run({ request, asterisk, faults, respond }) {
      try {
        update(asterisk, request, faults.diskFull === true);
      } catch (error) {
        if (!(error instanceof ConfigRefused)) throw error;
        return respond('Error', [['Message', error.message]]);
      }
      respond('Success', []);
      // The answer does not wait for what the reload comes to.
      const reload = request.get('Reload');
      if (reload !== '') reloadAndTell(asterisk, /^(yes|true|y|t|1|on)$/i.test(reload) ? '' : reload, faults);
      return undefined;
    },
  },
};
