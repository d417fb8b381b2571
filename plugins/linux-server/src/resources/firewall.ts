import { fileOnTrial } from './file-on-trial.ts';

/** The packet filter of the kernel, nft(8): its rules are loaded in one step or not at all, and are on trial. */
export const firewall = fileOnTrial(() => 'nftables');
