/** What the guest uses of the platform's `URLSearchParams`; programs see it as their own libraries declare it. */
interface URLSearchParams {
  getAll(name: string): string[];
}
declare var URLSearchParams: { new (text: string): URLSearchParams };
