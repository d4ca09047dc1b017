// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice The kinds of subject that have a word in the {ILedger}. A kind is a bit, so that a set of kinds is a mask.
library Subjects {
    uint8 internal constant RIGHT = 1;
    uint8 internal constant INTEREST = 2;
    uint8 internal constant PARTY = 4;
}
