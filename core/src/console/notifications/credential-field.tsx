import { Anchor, Autocomplete } from '@mantine/core';
import { Link } from 'wouter';
import { useOperation } from '../api/index.ts';
import { useMay } from '../session/index.ts';

interface CredentialFieldProps {
  readonly kind: 'webhook' | 'smtp';
  readonly label: string;
  readonly description: string;
  readonly required?: boolean;
  readonly disabled?: boolean;
  readonly value: string;
  readonly change: (value: string) => void;
}

/** The name of credentials: secrets stand in no other place, and in no form. */
export function CredentialField({ kind, label, description, required = false, disabled = false, value, change }: CredentialFieldProps) {
  const may = useMay('manager', 'any');
  const credentials = useOperation('credentials', {}, { enabled: may });
  const names = (credentials.data?.answer.credentials ?? []).filter((one) => one.kind === kind).map(({ name }) => name);
  return <Autocomplete label={label} description={<>{description} The name of credentials of kind {kind}: <Anchor component={Link} href="~/settings/credentials" size="xs">make them</Anchor>.</>} required={required} disabled={disabled} data={names} value={value} onChange={change} />;
}
