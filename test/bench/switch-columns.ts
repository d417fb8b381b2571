const ifTable = '1.3.6.1.2.1.2.2.1';
const ifXTable = '1.3.6.1.2.1.31.1.1.1';

/** What the check `ports` of `snmp-switch` reads each time, and what it is compared with reads too. */
export const switchColumns = {
  ifName: `${ifXTable}.1`, ifAdminStatus: `${ifTable}.7`, ifOperStatus: `${ifTable}.8`, ifHCInOctets: `${ifXTable}.6`, ifHCOutOctets: `${ifXTable}.10`,
  ifInErrors: `${ifTable}.14`, ifOutErrors: `${ifTable}.20`, ifInDiscards: `${ifTable}.13`, ifOutDiscards: `${ifTable}.19`,
} as const;
