/** The organization that IANA registered an enterprise number to; null for an unknown number. */
export declare function enterprise(number: number): string | null;
/** The enterprise number in a sysObjectID, or null. */
export declare function enterpriseNumber(objectID: string): number | null;
/** The maker's name by the enterprise number in its sysObjectID; null where that number says nothing of the maker. */
export declare function vendorByNumber(objectID: string): string | null;
