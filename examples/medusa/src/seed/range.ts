/** Something the shop sells; prices in cents, tax included. */
export type Ware = {
  handle: string;
  title: string;
  description: string;
  option: string;
  variants: readonly { label: string; sku: string; cents: number; stock: number }[];
};

/** What the shop sells. */
export const range: readonly Ware[] = [
  {
    handle: 'brass-desk-lamp',
    title: 'Brass desk lamp',
    description: 'A lamp of brushed brass with a joint in the arm and a linen cord.',
    option: 'Shade',
    variants: [
      { label: 'Moss green', sku: 'LAMP-MOSS', cents: 8_900, stock: 40 },
      { label: 'Chalk', sku: 'LAMP-CHALK', cents: 8_400, stock: 25 },
    ],
  },
  {
    handle: 'oak-stool',
    title: 'Oak stool',
    description: 'Three legs, no screws. Oiled oak, 45 cm high.',
    option: 'Finish',
    variants: [
      { label: 'Natural', sku: 'STOOL-NATURAL', cents: 12_900, stock: 18 },
      { label: 'Smoked', sku: 'STOOL-SMOKED', cents: 13_900, stock: 12 },
    ],
  },
  {
    handle: 'linen-cushion',
    title: 'Linen cushion',
    description: 'Washed linen, filled with feathers, 50 × 50 cm.',
    option: 'Colour',
    variants: [
      { label: 'Rust', sku: 'CUSHION-RUST', cents: 3_450, stock: 80 },
      { label: 'Sand', sku: 'CUSHION-SAND', cents: 3_450, stock: 80 },
    ],
  },
  {
    handle: 'stoneware-vase',
    title: 'Stoneware vase',
    description: 'Thrown by hand; no two are quite alike. 24 cm.',
    option: 'Glaze',
    variants: [{ label: 'Ash', sku: 'VASE-ASH', cents: 4_290, stock: 30 }],
  },
  {
    handle: 'wool-blanket',
    title: 'Wool blanket',
    description: 'Woven of new wool with a herringbone, 130 × 200 cm.',
    option: 'Colour',
    variants: [
      { label: 'Fir', sku: 'BLANKET-FIR', cents: 15_900, stock: 0 },
      { label: 'Oat', sku: 'BLANKET-OAT', cents: 15_900, stock: 22 },
    ],
  },
];

/** Somebody who buys here. Without an account they order as a guest. */
export type Buyer = {
  first: string;
  last: string;
  email: string;
  phone: string;
  hasAccount: boolean;
  home: { street: string; postalCode: string; city: string };
};

/** Who buys here. */
export const buyers = {
  ida: {
    first: 'Ida',
    last: 'Brandt',
    email: 'ida.brandt@example.com',
    phone: '+49 40 5550101',
    hasAccount: true,
    home: { street: 'Deichstrasse 12', postalCode: '20459', city: 'Hamburg' },
  },
  jonas: {
    first: 'Jonas',
    last: 'Keller',
    email: 'jonas.keller@example.com',
    phone: '+49 89 5550102',
    hasAccount: true,
    home: { street: 'Isarweg 4', postalCode: '80469', city: 'Munich' },
  },
  greta: {
    first: 'Greta',
    last: 'Lund',
    email: 'greta.lund@example.com',
    phone: '+49 30 5550103',
    hasAccount: false,
    home: { street: 'Kastanienallee 80', postalCode: '10435', city: 'Berlin' },
  },
} as const satisfies Record<string, Buyer>;

/** How far an order has come. */
export type Progress = 'placed' | 'paid' | 'packed' | 'shipped' | 'delivered';

/** An order of the past. */
export type PastOrder = {
  by: keyof typeof buyers;
  lines: readonly { sku: string; quantity: number }[];
  progress: Progress;
};

/** The orders of the past, oldest first: their numbers are 1, 2, 3 … */
export const pastOrders: readonly PastOrder[] = [
  { by: 'ida', lines: [{ sku: 'STOOL-NATURAL', quantity: 1 }], progress: 'delivered' },
  {
    by: 'ida',
    lines: [
      { sku: 'LAMP-MOSS', quantity: 1 },
      { sku: 'CUSHION-RUST', quantity: 2 },
    ],
    progress: 'delivered',
  },
  { by: 'ida', lines: [{ sku: 'VASE-ASH', quantity: 1 }], progress: 'paid' },
  { by: 'ida', lines: [{ sku: 'CUSHION-SAND', quantity: 4 }], progress: 'paid' },
  { by: 'ida', lines: [{ sku: 'BLANKET-OAT', quantity: 1 }], progress: 'shipped' },
  { by: 'ida', lines: [{ sku: 'LAMP-CHALK', quantity: 1 }], progress: 'placed' },
  { by: 'greta', lines: [{ sku: 'VASE-ASH', quantity: 2 }], progress: 'paid' },
  {
    by: 'jonas',
    lines: [
      { sku: 'LAMP-MOSS', quantity: 1 },
      { sku: 'CUSHION-SAND', quantity: 2 },
    ],
    progress: 'delivered',
  },
  { by: 'jonas', lines: [{ sku: 'STOOL-SMOKED', quantity: 1 }], progress: 'paid' },
  { by: 'jonas', lines: [{ sku: 'VASE-ASH', quantity: 1 }], progress: 'paid' },
  { by: 'jonas', lines: [{ sku: 'CUSHION-RUST', quantity: 3 }], progress: 'packed' },
];
