import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * What takes a quarter of a minute or more: begun last, each of them would run alone at the end. Real machines are waited for
 * most of the time: beside each of their long files stand those that keep a processor busy.
 */
const longest = [
  'test/real/network-trial.test.ts', 'test/docs/tutorial.test.ts', 'plugins/snmp-switch/src/conformance.test.ts', 'test/real/linux-baseline.test.ts', 'test/authoring/outside.test.ts',
  'core/src/conformance/rules.test.ts', 'test/real/network-cli.test.ts', 'plugins/linux-server/src/conformance.test.ts', 'test/diagnosis/bisect.test.ts', 'test/simulated/full-disk.test.ts',
  'plugins/backup-appliance/src/appliance.test.ts', 'test/diagnosis/guilty.test.ts', 'test/chaos/chaos.test.ts', 'test/real/backup-appliance.test.ts', 'test/hostile/schedule.test.ts',
  'test/authoring/check-leftovers.test.ts', 'test/packages/running-host.test.ts', 'plugins/asterisk/src/conformance.test.ts', 'test/real/linux-sudo.test.ts', 'test/model/agreement.test.ts', 'test/hostile/hostile.test.ts',
  'test/docs/documented-commands.test.ts', 'test/authoring/first-test.test.ts', 'plugins/backup-appliance/src/conformance.test.ts', 'plugins/network-cli/src/conformance.test.ts', 'test/model/machine.test.ts',
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
