// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ILedger} from "../interfaces/ILedger.sol";
import {InterestId} from "../types/Ids.sol";
import {Facts} from "../types/Facts.sol";

/// @title The facts about objections: who made one, and to which interest
/// @notice OBJECTION: institution 32 | interest 48, least significant last. Gone when the objection is withdrawn.
/// Twin: domain/state/facts.ts.
library Objections {
    uint256 private constant _NUMBER = (1 << 48) - 1;

    /// @notice The institution that objects to the interest by the registration `ref`; 0 if none does.
    function find(
        ILedger ledger,
        InterestId interest,
        uint64 ref
    ) internal view returns (uint32 institution) {
        bytes32 id = bytes32(uint256(ref));
        uint256 content = Facts.unpacked(Facts.OBJECTION, id, ledger.fact(Facts.OBJECTION, id));
        bool same = content & _NUMBER == uint256(InterestId.unwrap(interest));
        // The cast takes the field above the number, whose top is the free top of the layout.
        return same ? uint32(content >> 48) : 0;
    }

    /* LAYOUT */

    /// @dev An interest's id is its number, of 48 bits.
    function packed(uint32 institution, InterestId interest) internal pure returns (bytes32) {
        return Facts.packed((uint256(institution) << 48) | uint256(InterestId.unwrap(interest)));
    }
}
