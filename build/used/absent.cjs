/** In place of a module that this program never calls. */
module.exports = class {
  constructor() {
    throw new Error('this program was built without a module that was asked for');
  }
};
