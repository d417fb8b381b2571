import { defineError } from '../errors/index.ts';

export const networkTooLarge = defineError('JF4101', 'network too large to sweep', 'Split it into networks of at most /16 (IPv4), or declare the devices of an IPv6 network by address.');
export const siteUnknown = defineError('JF4102', 'no such site', 'The files in sites/ name them.');
