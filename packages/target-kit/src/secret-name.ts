/** Whether what `name` names is a secret, by the words that people use for those. */
export function looksSecret(name: string): boolean {
  return /SECRET|PASSWORD|PASSWD|TOKEN|CREDENTIAL|API_?KEY|PRIVATE_?KEY/i.test(name);
}
