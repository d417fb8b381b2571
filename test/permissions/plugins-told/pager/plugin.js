// Pages by the gateway that the channel names; what else it tries, the channel tells.
const page = async ({ http, message, to, channel }) => {
  if (channel.go?.startsWith('fetch ')) await fetch(channel.go.slice('fetch '.length), { method: 'POST', body: message.title });
  if (channel.go?.startsWith('send ')) await http.send('POST', channel.go.slice('send '.length), { id: message.id });
  const { status } = await http.send('POST', '/pages', { id: message.id, text: message.title, to, room: channel.room, priority: channel.priority });
  if (status !== 202) throw new Error(`the gateway answered ${status}`);
};
export default { name: 'jackfield-plugin-pager', version: '1.0.0', implementations: { discovery: new Map(), checks: new Map(), resources: new Map(), watchers: new Map(), notifiers: new Map([['page', page]]) } };
