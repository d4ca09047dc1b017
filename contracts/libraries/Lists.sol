// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title The list of a party's subjects: what was attached and detached, in order
/// @notice A list is one word: a hash chain of 224 bits over its leaves, and their count in the low 32. So it takes a leaf without a
/// preimage, and writers who have nothing to do with each other never conflict. Every {PAGE} leaves the ledger keeps the word as it was,
/// so that each page is proved alone: fold its leaves from one kept word to the next. Twin: domain/journal/list.ts.
library Lists {
    /// @notice Leaves of a page.
    uint256 internal constant PAGE = 256;
    /// @notice The subject is the party's from here on.
    uint8 internal constant ATTACHED = 1;
    /// @notice The subject is the party's no longer, or has ended.
    uint8 internal constant DETACHED = 2;

    uint256 private constant _COUNT = type(uint32).max;

    /// @notice The leaf that says what became of a subject of the kind.
    function leaf(uint8 change, uint8 kind, bytes32 subject) internal pure returns (bytes32) {
        return keccak256(abi.encode((uint256(change) << 8) | kind, subject));
    }

    /// @notice A party's list before anything was attached. It is not zero: a zero word proves that there is no such party.
    function begun(bytes32 party) internal pure returns (bytes32) {
        return bytes32(uint256(keccak256(abi.encode(party))) & ~_COUNT);
    }

    /// @notice The list with one more leaf, of which it takes 2^32 - 1.
    function appended(bytes32 list, bytes32 leaf_) internal pure returns (bytes32) {
        uint256 chain = uint256(keccak256(abi.encode(list, leaf_))) & ~_COUNT;
        return bytes32(chain | (count(list) + 1));
    }

    function count(bytes32 list) internal pure returns (uint256) {
        return uint256(list) & _COUNT;
    }
}
