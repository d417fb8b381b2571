import { result, type AmiReader, type CheckResult, type Metric } from '@jackfield/sdk';

/** What a check says that hears nothing because nobody listens. A manager that answers nobody throws, as for every other check: that is the cause. */
export async function notHeard(ami: AmiReader, metrics: readonly Metric[]): Promise<CheckResult> {
  await ami.action('Ping');
  return result.unknown('the event session does not listen: has the manager user read=security,system,call?', { metrics });
}
