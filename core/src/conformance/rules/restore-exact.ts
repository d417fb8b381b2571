import { DeviceLook, readsAs, tryPushes, type Complaint } from '../pushing.ts';
import type { Rule } from '../rule.ts';

export const restoreExact: Rule = {
  id: 'restore-exact',
  tier: 'silver',
  about: 'device',
  title: 'An undo gives back exactly what was there',
  page: {
    why: 'Undo is what an operator trusts at three in the morning. A port whose alias comes back in capitals was not undone.',
    checked: 'Each push is applied and restored, and restored once more: both times the device must read exactly what it read before, and the simulator itself must hold exactly what it held: also what `read` does not show. What an undo cannot take away, for the protocol has no way to, its push names under "leaves" with a reason.',
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
    });
    return { ...tried, tried: tried.tried * 2 };
  },
};
