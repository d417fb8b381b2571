import { SettingsInvalid } from '@jackfield/sdk';
import { fileOnTrial } from './file-on-trial.ts';

/** What of the system takes over which files; the words are those of the script. */
const owners: readonly (readonly [files: RegExp, owner: string])[] = [
  [/^\/etc\/ssh\/sshd_config(\.d\/[^/]+\.conf)?$/, 'ssh'],
  [/^\/etc\/netplan\/[^/]+\.yaml$/, 'netplan'],
  [/^\/etc\/systemd\/network\/[^/]+\.(network|netdev|link)$/, 'networkd'],
  [/^\/etc\/network\/interfaces(\.d\/[^/]+)?$/, 'interfaces'],
];

function ownerOf(path: string): string {
  const [, owner] = owners.find(([files]) => files.test(path)) ?? [];
  if (owner === undefined) {
    throw new SettingsInvalid(`nothing is known to take over ${path}`, { hint: 'Settings of sshd, netplan, systemd-networkd or ifupdown; the packet filter is a linux-server/firewall, any other file a linux-server/file.' });
  }
  return owner;
}

/** Addresses, routes and the SSH server: a file that the system takes over, on trial. */
export const network = fileOnTrial(ownerOf);
