import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { places } from './places.ts';
import { twoKeys } from './two-keys.ts';

const isTyped = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));

/** `g d` goes to the devices, and so on; not while something is typed. */
export function usePlacesByKey(): void {
  const [, go] = useLocation();
  useEffect(() => {
    const second = twoKeys('g');
    const pressed = (event: KeyboardEvent): void => {
      if (isTyped(event.target)) return;
      const key = second(event);
      const place = key === null ? undefined : places.find((one) => one.key === key);
      if (place !== undefined) go(place.path);
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [go]);
}
