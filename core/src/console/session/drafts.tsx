import { createContext, use, useState, type ReactNode } from 'react';

/** What was written and not sent yet, by page. It may hold secrets: it is kept nowhere but here. */
class DraftBox {
  readonly #texts = new Map<string, string>();

  read(page: string): string | undefined {
    return this.#texts.get(page);
  }

  keep(page: string, text: string): void {
    this.#texts.set(page, text);
  }

  forget(page: string): void {
    this.#texts.delete(page);
  }
}

const DraftsContext = createContext(new DraftBox());

/** What the person who is logged in has begun: there when they come back from another page, gone when they log out. */
export const useDrafts = (): DraftBox => use(DraftsContext);

export function Drafts({ children }: { readonly children: ReactNode }) {
  const [box] = useState(() => new DraftBox());
  return <DraftsContext value={box}>{children}</DraftsContext>;
}
