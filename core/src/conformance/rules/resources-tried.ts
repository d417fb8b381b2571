import type { Rule } from '../rule.ts';

export const resourcesTried: Rule = {
  id: 'resources-tried',
  tier: 'silver',
  about: 'package',
  isStatic: true,
  title: 'Every resource is tried by a push',
  page: {
    why: 'All that is proved of a resource is proved by a push of it. One that is never tried would pass every rule.',
    checked: 'Each resource of the manifest must stand in some entry of "pushes" of conformance.yaml.',
    example: 'Push what exists, what does not exist yet, and the removal of something: three entries of one resource.',
    listing: [
      'pushes:',
      '  - { resource: vlan, device: core-1, spec: { id: 20, name: voice } }',
      '  - { resource: vlan, device: core-1, spec: { id: 10, exists: false } }',
    ],
    exempt: null,
  },
  async try(subject) {
    const resources = Object.keys(subject.packaged.manifest.contributes.resources);
    const pushed = new Set(subject.pushes.map(({ resource }) => resource));
    const findings = resources.filter((name) => !pushed.has(name)).map((name) => ({ of: name, message: 'is pushed nowhere: give it an entry under "pushes"' }));
    return { tried: resources.length, findings };
  },
};
