import type { Actions } from './action.ts';
import type { DialplanContext } from './dialplan.ts';
import type { Header } from './message.ts';

function contextEvents({ name, steps, includes }: DialplanContext): readonly (readonly Header[])[] {
  const registrar: Header = ['Registrar', 'pbx_config'];
  return [
    ...steps.map(({ extension, priority, application, data }): readonly Header[] => [
      ['Event', 'ListDialplan'], ['Context', name], ['Extension', extension], ['Priority', priority], ['Application', application],
      // A hint has no data: all of it is its application.
      ...(priority === 'hint' ? [] : [['AppData', data] as const]), registrar,
    ]),
    ...includes.map((include): readonly Header[] => [['Event', 'ListDialplan'], ['Context', name], ['IncludeContext', include], registrar]),
  ];
}

export const dialplanActions: Actions = {
  ShowDialPlan: {
    summary: 'Show dialplan contexts and extensions',
    privilege: 'config,reporting,all',
    run({ request, asterisk: { dialplan }, respond, list }) {
      const wanted = request.get('Context');
      const contexts = dialplan.filter(({ name }) => wanted === '' || name === wanted);
      if (wanted !== '' && contexts.length === 0) return respond('Error', [['Message', `Did not find context ${wanted}`]]);
      const events = contexts.flatMap(contextEvents);
      const extensions = new Set(contexts.flatMap(({ name, steps }) => steps.map(({ extension }) => `${extension}@${name}`)));
      const priorities = contexts.reduce((sum, { steps }) => sum + steps.length, 0);
      return list({
        message: 'DialPlan list will follow', events, complete: 'ShowDialPlanComplete',
        completeHeaders: [['ListExtensions', String(extensions.size)], ['ListPriorities', String(priorities)], ['ListContexts', String(contexts.length)]],
      });
    },
  },
};
