/** Whether somebody sees a site; null for what belongs to none. */
export type Sees = (site: string | null) => boolean;

/** The devices in sight, or those of them that are asked for: lists are asked for these, so that their limits do not count what is out of sight. */
export type Among = (asked?: readonly string[]) => readonly string[];
