/** Every topic, in the order in which they are measured; each has a file of its name. */
export const TOPICS = ['gas', 'writes', 'reads', 'rebuild', 'start'] as const;
export type Topic = (typeof TOPICS)[number];

export const isTopic = (name: string): name is Topic => (TOPICS as readonly string[]).includes(name);
