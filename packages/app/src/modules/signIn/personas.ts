/** Somebody the demo lets you be. */
export interface Persona {
  /** What the auth backend knows them by: the `x-persona` header. */
  id: string;
  name: string;
  team: string;
  /** One line on what they will see. */
  sees: string;
}

/** The people of the demo organisation one can sign in as. */
export const personas: Persona[] = [
  {
    id: 'priya',
    name: 'Priya Raman',
    team: 'Payments team',
    sees: 'Owns the payments system and sees the machines it runs on.',
  },
  {
    id: 'lukas',
    name: 'Lukas Weber',
    team: 'Storefront team',
    sees: 'Owns the storefront and sees its machines, and no others.',
  },
  {
    id: 'omar',
    name: 'Omar Haddad',
    team: 'Platform team, operator',
    sees: 'Sees the whole fleet and how its sync is doing.',
  },
  {
    id: 'rita',
    name: 'Rita Novak',
    team: 'Finance, reader',
    sees: 'Reads the report on the whole fleet, and sees no machine.',
  },
];

const KEY = 'managed-nodes-demo.persona';

/** The persona chosen in this browser tab, if there is one. */
export function rememberedPersona(): Persona | undefined {
  const id = window.sessionStorage.getItem(KEY);
  return personas.find(persona => persona.id === id);
}

/** Keeps the choice for this browser tab. */
export function rememberPersona(persona: Persona): void {
  window.sessionStorage.setItem(KEY, persona.id);
}

/** So that the next visit starts with the choice again. */
export function forgetPersona(): void {
  window.sessionStorage.removeItem(KEY);
}
