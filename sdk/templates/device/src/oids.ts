/** Objects of SNMPv2-MIB that every agent has. */
export const system = { contact: '1.3.6.1.2.1.1.4.0', name: '1.3.6.1.2.1.1.5.0', location: '1.3.6.1.2.1.1.6.0' } as const;

/**
 * Objects of the maker's own MIB. 99999 is nobody's enterprise number: put the maker's in its place, here and in the
 * manifest's `match`.
 */
export const own = { model: '1.3.6.1.4.1.99999.1.1.0', version: '1.3.6.1.4.1.99999.1.2.0', serial: '1.3.6.1.4.1.99999.1.3.0' } as const;

/** Columns of the maker's table of sensors. */
export const sensorColumns = { name: '1.3.6.1.4.1.99999.2.1.2', celsius: '1.3.6.1.4.1.99999.2.1.3' } as const;
