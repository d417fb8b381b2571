import { result, type AmiMessage, type Check, type Item } from '@jackfield/sdk';
import { isMissed, notLoaded } from '../done-without.ts';
import { isSuccess, isUnknownAction, eventsNamed, numberOf, outcomeOf, textOf } from '../manager.ts';
import type { Settings } from '../settings.ts';

function itemOf(entry: AmiMessage, warning: number): Item[] {
  const [box, context] = [textOf(entry, 'VoiceMailbox'), textOf(entry, 'VMContext')];
  if (box === null) return [];
  const [fresh, old, most] = [numberOf(entry, 'NewMessageCount') ?? 0, numberOf(entry, 'OldMessageCount') ?? 0, numberOf(entry, 'MaxMessageCount') ?? 0];
  // Read and unread messages have a folder each, and each takes as many as are allowed.
  const fullest = Math.max(fresh, old);
  const state = most > 0 && fullest >= most ? 'critical' : most > 0 && fullest >= (most * warning) / 100 ? 'warning' : 'ok';
  return [{
    name: `${box}@${context ?? 'default'}`, state, summary: `${fresh} new, ${old} old${most > 0 ? `, at most ${most} each` : ''}${state === 'critical' ? ': callers can leave nothing more' : ''}`,
    metrics: [{ name: 'voicemail.new', value: fresh }, { name: 'voicemail.old', value: old }],
  }];
}

/** Mailboxes that are full, or soon will be. */
export const voicemail: Check<Settings> = async ({ ami, device, settings: { voicemail: { fullWarning }, core } }) => {
  const { response, events } = await ami.list('VoicemailUsersList', [], { counted: 'VoicemailUserEntry' });
  if (!isSuccess(response) && !isUnknownAction(response)) throw outcomeOf('VoicemailUsersList', response);
  if (isMissed(core, device.id, 'app_voicemail.so', isSuccess(response))) throw notLoaded('app_voicemail.so');
  const items = eventsNamed(events, 'VoicemailUserEntry').flatMap((entry) => itemOf(entry, fullWarning));
  const bad = items.filter(({ state }) => state !== 'ok').map(({ name, summary }) => `${name}: ${summary}`);
  const sum = (metric: string): number => items.flatMap(({ metrics = [] }) => metrics).filter(({ name }) => name === metric).reduce((total, { value }) => total + value, 0);
  const counted = isUnknownAction(response) ? 'no voicemail: app_voicemail is not loaded' : `${items.length} mailboxes, ${sum('voicemail.new')} new messages`;
  return result.fromItems(bad.length > 0 ? `${bad.slice(0, 3).join('; ')}; ${counted}` : counted, items, [{ name: 'voicemail.boxes', value: items.length }]);
};
