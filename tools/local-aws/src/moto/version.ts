/** The moto that the gateway's amendments are measured against, and that is installed where there is none. */
export const PINNED_MOTO = '5.2.1';
