import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What takes half a minute or more, longest first: begun last, each of them would run alone at the end. */
const longest = [
  'test/authoring/outside.test.ts', 'test/docs/tutorial.test.ts', 'plugins/linux-server/src/conformance.test.ts', 'core/src/conformance/rules.test.ts', 'plugins/snmp-switch/src/conformance.test.ts', 'test/real/network-cli.test.ts',
  'test/model/agreement.test.ts', 'test/real/network-trial.test.ts', 'plugins/network-cli/src/conformance.test.ts', 'test/simulated/full-disk.test.ts', 'test/docs/documented-commands.test.ts',
  'test/diagnosis/guilty.test.ts', 'test/diagnosis/bisect.test.ts', 'test/chaos/chaos.test.ts', 'test/authoring/check-leftovers.test.ts', 'test/packages/running-host.test.ts',
  'test/hostile/schedule.test.ts', 'test/model/machine.test.ts', 'plugins/backup-appliance/src/appliance.test.ts',
];

/** Known long files first; the rest as vitest would have them. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ project, moduleId }: TestSpecification): number => {
      const place = longest.indexOf(relative(project.config.root, moduleId));
      return place === -1 ? longest.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}
