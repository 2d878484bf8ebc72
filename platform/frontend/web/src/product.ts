/** What people know the product as. */
export const PRODUCT = 'Tandem';
