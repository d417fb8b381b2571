import type { OutcomeError, OutcomeKind } from '@jackfield/sdk';

/** What the outcomes mean, and what to do when whoever threw one did not say. */
export const outcomeMeanings: { readonly [Kind in OutcomeKind]: { readonly title: string; readonly hint: string } } = {
  Unreachable: { title: 'the device does not answer, or not in time', hint: 'Is it up? The message says which layer spent the time.' },
  AuthFailed: { title: 'the device refuses the credential, or its host key changed', hint: 'Mend credentials.yaml or the device\'s user; a changed key is accepted with "jackfield accept-hostkey".' },
  NotReady: { title: 'the device is starting, reloading or busy', hint: 'Nothing: the next run asks again.' },
  Unsupported: { title: 'the device cannot do what was asked', hint: 'Leave it out for this device, or update the device.' },
  SettingsInvalid: { title: 'a setting of a plugin is wrong', hint: '"jackfield explain plugins.<id>.settings --site SITE" shows which file set what.' },
  Conflict: { title: 'somebody else holds or changed what was to be changed', hint: 'Plan again.' },
  Refused: { title: 'a permission, a phase or the device said no', hint: 'The message says which; a manager decides about grants.' },
};

/** What to do next: as the outcome says, else as its kind has it. */
export function outcomeHint({ hint, kind }: OutcomeError): string {
  return hint === undefined || hint === '' ? outcomeMeanings[kind].hint : hint;
}
