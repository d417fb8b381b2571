import { DeviceLook, readsAs, tryPushes } from '../pushing.ts';
import type { Rule } from '../rule.ts';

export const undoAfterRestart: Rule = {
  id: 'undo-after-restart',
  tier: 'silver',
  about: 'device',
  title: 'What one process planned, another applies, and a third undoes',
  page: {
    why: 'A plan waits for its approval for hours, and a host that was killed in the middle of a change is started again to undo it. The process that knew of the push is gone then.',
    checked: 'Each push is planned by the plugin, applied by one that was loaded anew, read by a third and restored by a fourth, none of which has seen what was before. It must read as planned, and then exactly as before the push. What is done once is not restored.',
    example: 'All that `apply` and `restore` need stands in the state that `read` gives. Nothing is kept in a variable of the module.',
    listing: [
      'read: async ({ ssh }, { path }) => ({ path, owner: await ownerOf(ssh, path), content: await contentOf(ssh, path) }),',
      'restore: async ({ ssh }, { path, owner, content }) => put(ssh, path, owner, content),   // not: put(ssh, path, lastOwner, content)',
    ],
    exempt: null,
  },
  async try(subject) {
    const { undoable } = subject;
    const tried = await tryPushes(subject, async (host, push) => {
      const look = new DeviceLook(host, push);
      const plan = await host.plan(push.resource, push.device, push.spec);
      {
        await using second = await subject.again(host);
        await second.apply(push.resource, push.device, plan);
      }
      {
        await using third = await subject.again(host);
        const applied = await readsAs(third, push, plan, plan.wanted, 'planned was');
        if (applied !== null) return `applied and read by processes that have seen nothing before, it ${applied}`;
      }
      if (!undoable.includes(push)) return null;
      await using fourth = await subject.again(host);
      await fourth.restore(push.resource, push.device, plan);
      const restored = (await readsAs(fourth, push, plan, plan.current, 'before the push it was')) ?? look.isUndone('restored,');
      return restored === null ? null : `restored by a process that has seen nothing before, it ${restored}`;
    });
    return { ...tried, tried: tried.tried * 3 };
  },
};
