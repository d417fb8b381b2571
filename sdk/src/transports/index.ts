export * from './ami.ts';
export * from './content-hash.ts';
export * from './http.ts';
export * from './icmp.ts';
export * from './sip.ts';
export * from './snmp.ts';
export * from './ssh.ts';
export * from './tcp.ts';
