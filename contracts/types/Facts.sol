// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title The kinds of fact in the {ILedger}
/// @notice A fact is one word that a rule looks up by itself. Zero says that there is no such fact. A fact whose value is an id (of a
/// party, a right, an institution) is that id; every other is packed, its version in the top byte. A field stands in a fact or in the
/// word of a subject, never in both. Layouts: {Members}, {Policies}, {Entities}, {Orders}, {Objections}.
library Facts {
    /// @notice account → the institution that the key acts for, its duty, and when
    uint8 internal constant KEY = 1;
    /// @notice institution number → capacities, whether it is suspended
    uint8 internal constant INSTITUTION = 2;
    /// @notice institution number → party
    uint8 internal constant INSTITUTION_PARTY = 3;
    /// @notice party → institution number
    uint8 internal constant PARTY_INSTITUTION = 4;
    /// @notice 0 → how many institutions there are
    uint8 internal constant INSTITUTION_COUNT = 5;
    /// @notice 0 → seconds until a new key becomes active
    uint8 internal constant KEY_DELAY = 6;
    /// @notice type code → how many versions its policy has
    uint8 internal constant POLICY_COUNT = 7;
    /// @notice type code and version → the policy
    uint8 internal constant POLICY = 8;
    /// @notice type code and institution number → 1 if it confirms rights of the type
    uint8 internal constant COMPETENCE = 9;
    /// @notice party → who registered it, whether it has ended
    uint8 internal constant PARTY = 10;
    /// @notice identifier → party
    uint8 internal constant IDENTIFIER = 11;
    /// @notice party and its successor → how it was succeeded
    uint8 internal constant SUCCESSOR = 12;
    /// @notice a later certificate, by the id that it would give to a right of its own → the right
    uint8 internal constant CERTIFICATE = 13;
    /// @notice restriction → who ordered it, until when it is in force
    uint8 internal constant RESTRICTION = 14;
    /// @notice disposal → the buyer
    uint8 internal constant BUYER = 15;
    /// @notice objection → who made it, to which interest; gone when it is withdrawn
    uint8 internal constant OBJECTION = 16;

    /// @notice Facts that never change once they stand, as a mask with the bit 1 << kind. The ledger holds every registry to it.
    uint256 internal constant PERMANENT =
        (1 << INSTITUTION_PARTY) |
            (1 << PARTY_INSTITUTION) |
            (1 << POLICY) |
            (1 << IDENTIFIER) |
            (1 << SUCCESSOR) |
            (1 << CERTIFICATE) |
            (1 << BUYER);

    /// @notice The version of every packed layout.
    uint8 internal constant VERSION = 1;

    uint256 private constant _CONTENT = type(uint256).max >> 8;

    /// @notice The fact is packed in a version that this registry does not know.
    error UnknownFactVersion(uint8 kind, bytes32 ref, uint256 version);

    /// @notice `content`, which leaves the top byte free, as a fact.
    function packed(uint256 content) internal pure returns (bytes32) {
        return bytes32((uint256(VERSION) << 248) | content);
    }

    /// @notice What a packed fact says; 0 if there is none.
    function unpacked(uint8 kind, bytes32 ref, bytes32 value) internal pure returns (uint256 content) {
        uint256 version = uint256(value) >> 248;
        if (value != 0 && version != VERSION) revert UnknownFactVersion(kind, ref, version);
        return uint256(value) & _CONTENT;
    }

    /// @notice The reference of a fact about two things.
    function pair(bytes32 a, bytes32 b) internal pure returns (bytes32) {
        return keccak256(abi.encode(a, b));
    }
}
