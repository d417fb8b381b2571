import { createContext, use, useCallback, useEffect, useId, useMemo, useState, type ReactNode } from 'react';

/** Something that a person can do now, offered by the command palette. */
export interface Action {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  readonly run: () => void;
}

type Offer = (owner: string, actions: readonly Action[]) => void;

const OfferContext = createContext<Offer>(() => {});
const OfferedContext = createContext<readonly Action[]>([]);

/** Keeps what the parts of the page that are shown offer. */
export function Actions({ children }: { readonly children: ReactNode }) {
  const [offered, setOffered] = useState<ReadonlyMap<string, readonly Action[]>>(new Map());
  const offer = useCallback<Offer>((owner, actions) => setOffered((before) => new Map([...before].filter(([other]) => other !== owner)).set(owner, actions)), []);
  const actions = useMemo(() => [...offered.values()].flat(), [offered]);
  return <OfferContext value={offer}><OfferedContext value={actions}>{children}</OfferedContext></OfferContext>;
}

export const useOffered = (): readonly Action[] => use(OfferedContext);

/** Offers actions in the palette for as long as the caller is shown. Give a list that is the same while nothing changes (`useMemo`). */
export function useActions(actions: readonly Action[]): void {
  const owner = useId();
  const offer = use(OfferContext);
  useEffect(() => {
    offer(owner, actions);
    return () => offer(owner, []);
  }, [actions, owner, offer]);
}
