// A manager of Asterisk that lets everybody in, and after each line of its standard input tells so many events of calls as that
// says, as fast as the connection takes them: four that a dialplan tells for each call that begins, then one hang-up, and a last one that says so. Prints its
// port; ends with its standard input.
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

const callsAPiece = 100;

function event(name, call, more) {
  const channel = `PJSIP/leeds-${String(call).padStart(8, '0')}`;
  return ['Event: ' + name, 'Privilege: call,all', `Channel: ${channel}`, 'ChannelState: 4', 'ChannelStateDesc: Ring', 'CallerIDNum: 2001', 'CallerIDName: Lettings desk', 'ConnectedLineNum: <unknown>',
    'Language: en', 'AccountCode: ', 'Context: internal', 'Exten: 2002', 'Priority: 1', `Uniqueid: 1761900000.${call}`, `Linkedid: 1761900000.${call}`, ...more].join('\r\n') + '\r\n\r\n';
}

let call = 0;
function piece() {
  let text = '';
  for (let calls = 0; calls < callsAPiece; calls += 1) {
    call += 1;
    text += event('Newchannel', call, []) + event('VarSet', call, ['Variable: DIALSTATUS', 'Value: ']) + event('Newexten', call, ['Application: Dial', 'AppData: PJSIP/2002']) + event('Newstate', call, []) + event('Hangup', call, ['Cause: 16', 'Cause-txt: Normal Clearing']);
  }
  return text;
}

const loggedIn = Promise.withResolvers();
const server = createServer((socket) => {
  socket.on('error', () => undefined);
  socket.write('Asterisk Call Manager/11.0.0\r\n');
  let rest = '';
  socket.on('data', (bytes) => {
    const actions = (rest + bytes).split('\r\n\r\n');
    rest = actions.pop();
    for (const action of actions) {
      const [, id] = /^ActionID: (.*)$/m.exec(action);
      const more = action.startsWith('Action: Challenge') ? 'Challenge: 123456789' : 'Message: Authentication accepted';
      socket.write(`Response: Success\r\nActionID: ${id.trim()}\r\n${more}\r\n\r\n`);
      if (action.startsWith('Action: Login')) loggedIn.resolve(socket);
    }
  });
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
process.stdout.write(`${server.address().port}\n`);

let client = null;
for await (const line of createInterface({ input: process.stdin })) {
  client = await loggedIn.promise;
  for (let told = 0; told < Number(line); told += callsAPiece * 5) {
    if (!client.write(piece())) await new Promise((resolve) => client.once('drain', resolve));
  }
  client.write(event('Hangup', 0, ['Cause: 16', 'Cause-txt: round over']));
}
client?.destroy();
server.close();
