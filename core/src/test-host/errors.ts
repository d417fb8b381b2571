import { defineError } from '../errors/index.ts';

export const unmockedOperation = defineError('JF9101', 'a test reaches for what it does not describe', 'Describe the protocol in `devices` (`closed` is a TCP port where nobody listens), or find out why the plugin asks for it. Tests have no network.');
export const unknownTestDevice = defineError('JF9102', 'the test has no such device', 'Name one of `devices`.');
export const pluginNotReadable = defineError('JF9103', 'the plugin under test cannot be read', 'Build it once (`npm run build`), and give the folder of its package.json.');
export const pushNotKept = defineError('JF9104', 'a push did not come out as planned', 'After `apply`, `read` must give what `plan` promised: the difference stands in the message.');
export const specNotValid = defineError('JF9105', 'a spec that the resource\'s schema refuses', 'Mend the spec: the host would refuse the change file before the plugin sees it.');
export const ownNetwork = defineError('JF9050', 'a plugin reaches out of its sandbox', 'Ask a transport of the context. In its sandbox a plugin has no sockets, no names to look up, no programs, no workers and no files but its own, and a test has none for it either.');
export const noTestClock = defineError('JF9051', 'a schedule without a clock of the test', 'Give one that the test moves: `createTestHost({ …, clock: new FakeClock() })`.');
export const deviceDescribedWrongly = defineError('JF9150', 'a device of a test is described wrongly', 'Mend the key that is named: docs/integrators/reference/simulators.md lists what each protocol takes.');
export const callNotAwaited = defineError('JF9151', 'nobody waited for a call', 'A call was still under way, or came to an end that nobody saw: is an await missing?');
export const hostLeftOpen = defineError('JF9152', 'a test host was left open', 'Write `await using host = await createTestHost(…)`: its devices are closed with the test then.');
export const pluginNotLoaded = defineError('JF9153', 'the plugin under test throws while it is loaded', 'Mend what the place names: what stands outside of functions runs before any call, when the plugin starts.');
export const faultsNotValid = defineError('JF9170', 'faults that a device of a test cannot have', 'The table of faults in docs/integrators/simulators.md says which protocol has which, and what each takes.');
