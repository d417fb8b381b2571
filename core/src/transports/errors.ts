import { defineError } from '../errors/index.ts';

export const credentialsNotSet = defineError('JF3001', 'no credentials for a transport', 'Name an entry of credentials.yaml in transports.<name>.credentials of the site, or above it.');
export const credentialsKindWrong = defineError('JF3002', 'credentials of another kind', 'Name an entry of credentials.yaml of the kind that the transport needs.');
export const pingMissing = defineError('JF3003', 'no program that may send echoes', 'Install fping (Debian: apt install fping); iputils-ping does too, only slower. In a container it also needs the capability NET_RAW.');
export const transportsClosed = defineError('JF3004', 'transports closed', 'Jackfield is shutting down.');
export const hostKeyUnknown = defineError('JF3005', 'no host key to accept at this address', 'See "jackfield hostkeys" for the keys known, and those that wait for a yes.');
export const hostKeysUnreadable = defineError('JF3006', 'known host keys cannot be read', 'Mend or remove the file; when it is removed every key is recorded anew at its next use.');
export const hostKeyAnother = defineError('JF3007', 'another host key is offered by now', 'Look at the keys again, and compare the one that is offered now at the machine\'s console.');
export const trapPortTaken = defineError('JF9601', 'the port of traps is in use', 'End what listens there (snmptrapd does by default), or set another `traps.port` in jackfield.yaml; it is tried again every minute, and all else works meanwhile.');
export const trapPortForbidden = defineError('JF9602', 'the port of traps needs a privilege', 'Give the daemon the capability NET_BIND_SERVICE (systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE), or set a `traps.port` of 1024 or more and have the devices send there.');
export const trapAddressUnusable = defineError('JF9603', 'traps cannot be received at this address', 'Set `traps.address` in jackfield.yaml to an address of this machine, 0.0.0.0 for all of them.');
