import type { TestPlan } from '../../test-host/index.ts';
import { endingOf } from '../ending.ts';
import { DeviceLook, endingComplaint, readsAs, tryPushes, type Complaint } from '../pushing.ts';
import type { Rule } from '../rule.ts';
import type { Push, Subject } from '../subject.ts';

/** As a change of many steps is undone: all are applied, each on what the one before left, then all restored, the last one first. */
async function together(subject: Subject): Promise<Complaint> {
  await using host = await subject.open();
  const looks = subject.undoable.map((push) => ({ push, look: new DeviceLook(host, { ...push, leaves: subject.undoable.filter(({ device }) => device === push.device).flatMap(({ leaves }) => leaves) }) }));
  const applied: { readonly push: Push; readonly plan: TestPlan }[] = [];
  for (const push of subject.undoable) {
    const plan = await host.plan(push.resource, push.device, push.spec);
    await host.apply(push.resource, push.device, plan);
    applied.push({ push, plan });
  }
  for (const { push, plan } of applied.toReversed()) {
    await host.restore(push.resource, push.device, plan);
    const complaint = await readsAs(host, push, plan, plan.current, 'before the push it was');
    if (complaint !== null) return `applied one after the other and restored in reverse, ${push.of} ${complaint}`;
  }
  return looks.map(({ push, look }) => look.isUndone(`applied one after the other and restored in reverse, on ${push.device}`)).find((complaint) => complaint !== null) ?? null;
}

export const restoreExact: Rule = {
  id: 'restore-exact',
  tier: 'silver',
  about: 'device',
  title: 'An undo gives back exactly what was there',
  page: {
    why: 'Undo is what an operator trusts at three in the morning. A port whose alias comes back in capitals was not undone.',
    checked: 'Each push is applied and restored, and restored once more: both times the device must read exactly what it read before, and the simulator itself must hold exactly what it held: also what `read` does not show. What an undo cannot take away, for the protocol has no way to, its push names under "leaves" with a reason. Then all pushes are applied one after the other by one process, and restored in reverse order, as a change of many steps is undone.',
    example: '`read` gives all that `apply` may touch, also whether the thing was there at all; `restore` writes that.',
    listing: [
      'read: async ({ ssh }, { path }) => {',
      '  const file = await ssh.readFile(path);',
      '  return file === null ? { exists: false } : { exists: true, content: base64(file.content), mode: file.mode };',
      '},',
    ],
    exempt: 'A resource of commit class "irreversible".',
  },
  async try(subject) {
    const tried = await tryPushes(subject, async (host, push) => {
      const look = new DeviceLook(host, push);
      const plan = await host.plan(push.resource, push.device, push.spec);
      const restored = async (): Promise<Complaint> => {
        await host.restore(push.resource, push.device, plan);
        return (await readsAs(host, push, plan, plan.current, 'before the push it was')) ?? look.isUndone('restored,');
      };
      await host.apply(push.resource, push.device, plan);
      const once = await restored();
      if (once !== null) return once;
      const twice = await restored();
      return twice === null ? look.leavesAll() : `restored twice: ${twice}`;
    }, subject.undoable);
    const isTogether = tried.findings.length === 0 && !subject.isReal && subject.undoable.length > 1;
    const message = isTogether ? endingComplaint(await endingOf(together(subject))) : null;
    return { tried: tried.tried * 2 + (isTogether ? 1 : 0), findings: [...tried.findings, ...(message === null ? [] : [{ of: 'all pushes', message }])] };
  },
};
