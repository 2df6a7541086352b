export interface AccountChoice {
  readonly number: string;
  readonly name: string;
}

/** Accounts to choose from while one types, without script; the number alone does too. */
export const AccountOptions = ({ accounts }: { accounts: readonly AccountChoice[] }) => (
  <datalist id="accounts">
    {accounts.map(({ number, name }) => (
      <option key={number} value={`${number} – ${name}`} />
    ))}
  </datalist>
);
