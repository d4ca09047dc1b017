// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ILedger} from "../interfaces/ILedger.sol";
import {Lists} from "../libraries/Lists.sol";
import {Subjects} from "../types/Subjects.sol";

/// @title A registry that does nothing but attach interests to a party
/// @notice So that a test can have a list of ten thousand subjects. Never deployed outside tests.
contract ListFiller {
    ILedger private immutable _LEDGER;

    constructor(ILedger ledger) {
        _LEDGER = ledger;
    }

    /// @notice Attaches the interests with the numbers [from, from + count).
    function fill(bytes32 party, uint256 from, uint256 count) external {
        for (uint256 i = 0; i < count; ++i) {
            _LEDGER.list(party, Lists.leaf(Lists.ATTACHED, Subjects.INTEREST, bytes32(from + i)));
        }
    }

    function identity() external pure returns (bytes32 name, uint16 version) {
        return ("ListFiller", 1);
    }
}
