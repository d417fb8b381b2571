import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@jackfield/sdk';
import type { Finding, Rule } from '../rule.ts';
import type { Subject } from '../subject.ts';

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Dotted names of the properties of a schema that say nothing of themselves; a group is told by its members. */
function untold(schema: JsonObject, path: readonly string[] = []): string[] {
  const properties = schema['properties'];
  if (!isObject(properties)) return [];
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isObject(property)) return [];
    const here = [...path, name];
    const says = ['description', 'title', 'const'].some((key) => Object.hasOwn(property, key));
    return says || isObject(property['properties']) ? untold(property, here) : [here.join('.')];
  });
}

/** What the README must name: everything that a site can switch, set or push, and that people can start. */
function named(subject: Subject): string[] {
  const { checks, resources, watchers, notifiers, commands } = subject.packaged.manifest.contributes;
  return [...Object.keys(checks), ...Object.keys(resources), ...Object.keys(watchers), ...Object.keys(notifiers), ...Object.keys(commands)];
}

export const documented: Rule = {
  id: 'documented',
  tier: 'gold',
  about: 'package',
  isStatic: true,
  title: 'Who decides about it finds it explained',
  page: {
    why: 'A manager who cannot read what a plugin does will not enable it, and an operator at night reads the README before the code.',
    checked: 'README.md names every check, resource, watcher and command. Every setting and every field of a resource has a description in its schema, every metric and contribution a title.',
    example: 'Words a manager knows, beside each thing that can be set or seen.',
    listing: [
      '"warnAt": { "type": "number", "title": "Warn at", "description": "Share of the fans that turn.", "unit": "%" }',
    ],
    exempt: null,
  },
  async try(subject) {
    const { packaged } = subject;
    const { checks } = packaged.manifest.contributes;
    const readme = await readFile(join(packaged.directory, 'README.md'), 'utf8').catch(() => '');
    const schemas = [...packaged.resourceSchemas, ...(packaged.notifierSchemas ?? []), ...(packaged.settingsSchema === null ? [] : [['settings', packaged.settingsSchema] as const])];
    const metrics = Object.entries(checks).flatMap(([check, { metrics: measured = {} }]) => Object.entries(measured).map(([name, { title }]) => ({ of: `${check}.${name}`, title })));
    const findings: Finding[] = [
      ...(readme === '' ? [{ of: 'README.md', message: 'is not there' }] : named(subject).filter((name) => !readme.includes(name)).map((name) => ({ of: name, message: 'is not named in README.md' }))),
      ...schemas.flatMap(([schema, content]) => untold(content).map((name) => ({ of: `${schema}.${name}`, message: 'has no description in its schema' }))),
      ...metrics.filter(({ title }) => title === undefined || title === '').map(({ of }) => ({ of, message: 'has no title' })),
    ];
    return { tried: 1 + named(subject).length + schemas.length + metrics.length, findings };
  },
};
