/** Whether somebody sees a site; null for what belongs to none. */
export type Sees = (site: string | null) => boolean;
