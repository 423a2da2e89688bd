/** Somebody to sign in as in the demo. */
export interface Persona {
  /** Name of the User entity in `examples/org.yaml`. */
  id: string;
  displayName: string;
  /** Groups they are in; given here too, as the catalog takes a moment to load them. */
  groups: string[];
}

/** Everybody who can sign in to the demo. */
export const personas: Persona[] = [
  {
    id: 'priya',
    displayName: 'Priya Raman',
    groups: ['group:default/payments-team'],
  },
  {
    id: 'lukas',
    displayName: 'Lukas Weber',
    groups: ['group:default/storefront-team'],
  },
  {
    id: 'omar',
    displayName: 'Omar Haddad',
    groups: ['group:default/platform-team'],
  },
  {
    id: 'rita',
    displayName: 'Rita Novak',
    groups: ['group:default/finance'],
  },
];
