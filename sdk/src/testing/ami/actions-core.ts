import type { Actions } from './action.ts';
import { command } from './command.ts';
import type { Header } from './message.ts';
import { reloadAndTell } from './reload.ts';

const system = 'system,all';
const reporting = 'system,reporting,all';

/** `2026-11-23` and `05:39:35` of the machine's clock, which knows no zone. */
function dateAndTime(milliseconds: number): readonly [string, string] {
  const date = new Date(milliseconds);
  const two = (number: number): string => String(number).padStart(2, '0');
  return [
    `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`,
    `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`,
  ];
}

const stateNumbers: { readonly [state: string]: number } = { Down: 0, Rsrvd: 1, OffHook: 2, Dialing: 3, Ring: 4, Ringing: 5, Up: 6, Busy: 7 };

function duration(seconds: number): string {
  return [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
}

/** What a reload that does not happen is answered with. */
const refusals = { notFound: 'No such module', inProgress: 'A reload is in progress', notReloadable: 'Module does not support reload' } as const;

export const coreActions: Actions = {
  Ping: {
    summary: 'Keepalive command.',
    privilege: null,
    run: ({ asterisk, respond }) => respond('Success', [['Ping', 'Pong'], ['Timestamp', (asterisk.clock.now() / 1_000).toFixed(6)]]),
  },
  Events: {
    summary: 'Control Event Flow.',
    privilege: null,
    run: ({ request, respond, subscribe }) => respond('Success', [['Events', subscribe(request.get('EventMask')) ? 'On' : 'Off']]),
  },
  ListCommands: {
    summary: 'List available manager commands.',
    privilege: null,
    run: ({ respond, allowedActions }) =>
      respond('Success', allowedActions().map(([name, summary, privilege]): Header => [name, `${summary}  (Priv: ${privilege})`])),
  },
  CoreStatus: {
    summary: 'Show PBX core status variables.',
    privilege: reporting,
    run({ asterisk, respond }) {
      const [startDate, startTime] = dateAndTime(asterisk.startedAt);
      const [reloadDate, reloadTime] = dateAndTime(asterisk.reloadedAt);
      respond('Success', [
        ['CoreStartupDate', startDate], ['CoreStartupTime', startTime], ['CoreReloadDate', reloadDate], ['CoreReloadTime', reloadTime],
        ['CoreCurrentCalls', String(asterisk.model.currentCalls)], ['CoreProcessedCalls', String(asterisk.model.processedCalls)],
      ]);
    },
  },
  CoreSettings: {
    summary: 'Show PBX core settings (version etc).',
    privilege: reporting,
    run: ({ asterisk: { model }, respond }) =>
      respond('Success', [
        ['AMIversion', model.protocol], ['AsteriskVersion', model.version], ['SystemName', model.systemName], ['CoreMaxCalls', String(model.maxCalls)],
        ['CoreMaxLoadAvg', '0.000000'], ['CoreRunUser', ''], ['CoreRunGroup', ''], ['CoreMaxFilehandles', '0'], ['CoreRealTimeEnabled', 'No'],
        ['CoreCDRenabled', 'Yes'], ['CoreHTTPenabled', 'No'], ['SoundsSearchCustomDir', 'No'],
      ]),
  },
  CoreShowChannels: {
    summary: 'List currently active channels.',
    privilege: reporting,
    run: ({ asterisk: { model, startedAt }, list }) =>
      list({
        message: 'Channels will follow',
        complete: 'CoreShowChannelsComplete',
        events: model.channels.map((channel, at) => {
          const id = `${Math.floor(startedAt / 1_000)}.${at}`;
          return [
            ['Event', 'CoreShowChannel'], ['Channel', channel.channel], ['ChannelState', String(stateNumbers[channel.state] ?? 0)], ['ChannelStateDesc', channel.state],
            ['CallerIDNum', channel.number], ['CallerIDName', channel.name], ['ConnectedLineNum', channel.connectedNumber],
            ['ConnectedLineName', channel.connectedName], ['Language', 'en'], ['AccountCode', ''], ['Context', channel.context], ['Exten', channel.extension],
            ['Priority', '1'], ['Uniqueid', id], ['Linkedid', id], ['Application', channel.application], ['ApplicationData', channel.data],
            ['Duration', duration(channel.seconds)], ['BridgeId', channel.bridge],
          ];
        }),
      }),
  },
  UserEvent: {
    summary: 'Send an arbitrary event.',
    privilege: 'user,all',
    run({ request, asterisk, respond }) {
      respond('Success', [['Message', 'Event Sent']]);
      // All that came with the action is in the event, whatever it is called; the ActionID closes it.
      const own = request.lines.filter((line) => !/^(action|actionid|userevent):/i.test(line));
      const id = request.get('ActionID');
      asterisk.emit({
        privilege: 'user,all',
        lines: [['Event', 'UserEvent'], ['Privilege', 'user,all'], ['UserEvent', request.get('UserEvent')], ...own, ...(id === '' ? [] : [['ActionID', id] as const])],
      });
    },
  },
  Command: { summary: 'Execute Asterisk CLI Command.', privilege: 'command,all', run: command },
  Reload: {
    summary: 'Send a reload event.',
    privilege: 'system,config,all',
    run({ request, asterisk, faults, respond }) {
      reloadAndTell(asterisk, request.get('Module'), faults, (reached) => {
        if (reached === 'success') respond('Success', [['Message', 'Module Reloaded']]);
        else respond('Error', [['Message', refusals[reached]]]);
      });
    },
  },
  ModuleCheck: {
    summary: 'Check if module is loaded.',
    privilege: system,
    run({ request, asterisk, respond }) {
      if (asterisk.isLoaded(request.get('Module'))) respond('Success', [['Version', '']]);
      else respond('Error', [['Message', 'Module not loaded']]);
    },
  },
};
