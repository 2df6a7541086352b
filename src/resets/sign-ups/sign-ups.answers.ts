import { z } from 'zod';
import { exampleOf, named } from '../../platform/api/shapes.js';
import { businessAnswer } from '../../people/businesses/businesses.answers.js';
import { signedInAnswer, tokenShape, userAnswer } from '../../people/identity/identity.answers.js';

export const signedUpAnswer = named(
  'SignedUp',
  z.object({ user: userAnswer, business: businessAnswer, token: tokenShape }),
  {
    description: 'A new customer: the person, the business, and a session.',
    example: { ...exampleOf(signedInAnswer), business: exampleOf(businessAnswer) },
  },
);
