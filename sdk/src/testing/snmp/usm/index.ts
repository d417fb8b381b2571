export { Engine, levelOf, type V3Request } from './engine.ts';
export { keyed } from './keys.ts';
export { snmpUserSchema, type SnmpUser, type SnmpUserInput } from './snmp-user.ts';
export { decodeScopedPdu, decodeV3Message, encodeScopedPdu, sealV3Message, type V3Message } from './v3-message.ts';
