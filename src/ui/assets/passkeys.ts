import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser';

type ToCreate = Parameters<typeof startRegistration>[0]['optionsJSON'];
type ToGet = Parameters<typeof startAuthentication>[0]['optionsJSON'];

/** A button asks the device for a passkey, puts the answer into its form and sends that. Without script there is no button. */
export function offerPasskeys(root: ParentNode): void {
  if (!browserSupportsWebAuthn()) return;
  for (const button of root.querySelectorAll<HTMLButtonElement>('button[data-passkey]')) {
    button.hidden = false;
    button.addEventListener('click', () => void answer(button, button.form!));
  }
}

async function answer(button: HTMLButtonElement, form: HTMLFormElement): Promise<void> {
  const failed = form.querySelector<HTMLElement>('[data-passkey-failed]');
  if (failed) failed.hidden = true;
  try {
    const options = await optionsFrom(button.dataset['options']!, form);
    const given =
      button.dataset['passkey'] === 'create'
        ? await startRegistration({ optionsJSON: options as ToCreate })
        : await startAuthentication({ optionsJSON: options as ToGet });
    form.querySelector<HTMLInputElement>('[name=passkey]')!.value = JSON.stringify(given);
    form.submit();
  } catch {
    // Called off by the person, or by the device: nothing was sent.
    if (failed) failed.hidden = false;
  }
}

async function optionsFrom(address: string, form: HTMLFormElement): Promise<unknown> {
  const owner = form.querySelector<HTMLInputElement>('[name=pageOwner]')?.value;
  const headers = { Accept: 'application/json', ...(owner && { 'X-Page-Owner': owner }) };
  const response = await fetch(address, { method: 'POST', headers });
  if (!response.ok) throw new Error(`The options came with ${response.status}.`);
  return response.json();
}
