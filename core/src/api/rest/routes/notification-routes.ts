import { commands } from '../../commands/index.ts';
import { notificationAnswer, notificationRoutesAnswer } from '../answers/notification-answers.ts';
import { longListRoute, route, type Route } from '../route.ts';
import * as touched from '../touched.ts';

/** Who is told of incidents, and what became of the messages. */
export const notificationRoutes: readonly Route[] = [
  longListRoute({
    name: 'notifications', path: '/notifications', title: 'Messages to people, newest first, and what became of them', rule: { role: 'viewer', at: 'seen' }, command: commands.notifications, entry: notificationAnswer,
    filters: ['state', 'channel', 'route', 'kind', 'site'],
  }),
  route({
    name: 'notificationRoutes', method: 'get', path: '/notification-routes', title: 'Who is told what at each site, and where messages go', rule: { role: 'viewer', at: 'seen' }, command: commands['notification-routes'], answer: notificationRoutesAnswer,
  }),
  route({ name: 'testNotification', method: 'post', path: '/notifications/test', title: 'Send a test message to a channel, and say how it went', rule: { role: 'operator', at: touched.site }, command: commands['notification-test'], answer: notificationAnswer }),
];
