// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IParties} from "../interfaces/IParties.sol";
import {IRights} from "../interfaces/IRights.sol";
import {IRightTypes} from "../interfaces/IRightTypes.sol";
import {ISecurityInterests} from "../interfaces/ISecurityInterests.sol";
import {CivilDate} from "../libraries/CivilDate.sol";
import {Entities} from "../libraries/Entities.sol";
import {Policies} from "../libraries/Policies.sol";
import {PartyId} from "../types/Ids.sol";
import {PolicyFlags} from "../types/PolicyFlags.sol";
import {InterestKeeper} from "./InterestKeeper.sol";

/// @title How collateral is taken, be it at first or later
/// @notice What an interest is extended to obeys the rules of an initial registration: an extension takes only what a registration
/// could take.
abstract contract CollateralKeeper is InterestKeeper {
    using PolicyFlags for uint16;

    /// @notice Reverts unless the grantor holds the right and has not ended, and the policy of its type allows to take it for this term.
    /// @param termFrom civil day of the term, like `termTo` inclusive
    /// @return consent whether the type demands the grantor's consent
    function _requirePledgeable(
        ISecurityInterests.CollateralInput calldata item,
        PartyId grantor,
        uint32 termFrom,
        uint32 termTo
    ) internal view returns (bool consent) {
        IRights.RightState calldata state = _rightState(item.head);
        if (state.holder != grantor) {
            revert ISecurityInterests.GrantorNotHolder(item.right, grantor, state.holder);
        }
        if (Entities.hasEnded(_LEDGER, grantor)) revert IParties.PartyEnded(grantor);
        IRightTypes.Policy memory policy = Policies.inEffect(_LEDGER, state.typeCode, block.timestamp);
        if (!policy.flags.has(PolicyFlags.PLEDGEABLE)) {
            revert ISecurityInterests.NotPledgeable(item.right, state.typeCode);
        }
        if (policy.flags.has(PolicyFlags.PAID_ONLY) && state.acquisition == IRights.Acquisition.FREE) {
            revert ISecurityInterests.NotPaidFor(item.right);
        }
        _requireTerm(termFrom, termTo, policy);
        return policy.flags.has(PolicyFlags.CONSENT);
    }

    /// @notice What the consent to a registration binds of its collateral: every right, its present word and the units.
    function _wordsOf(
        ISecurityInterests.CollateralInput[] calldata collateral
    ) internal pure returns (bytes32 words) {
        for (uint256 i = 0; i < collateral.length; ++i) {
            ISecurityInterests.CollateralInput calldata item = collateral[i];
            words = keccak256(abi.encode(words, item.right, _wordOf(item.head), item.intervals));
        }
    }

    /// @notice The collateral as events have it, without the heads.
    function _described(
        ISecurityInterests.CollateralInput[] calldata given
    ) internal pure returns (ISecurityInterests.Collateral[] memory collateral) {
        collateral = new ISecurityInterests.Collateral[](given.length);
        for (uint256 i = 0; i < given.length; ++i) {
            collateral[i] = ISecurityInterests.Collateral(given[i].right, given[i].intervals);
        }
    }

    /// @dev A term from 1 January to 31 December is twelve months: the day after its end is compared.
    function _requireTerm(uint32 from, uint32 to, IRightTypes.Policy memory policy) private pure {
        uint256 end = uint256(to) + 1;
        if (
            CivilDate.isBeforeMonths(from, end, policy.minTermMonths) ||
            CivilDate.isAfterMonths(from, end, policy.maxTermMonths)
        ) {
            revert ISecurityInterests.TermOutOfRange(from, to, policy.minTermMonths, policy.maxTermMonths);
        }
    }
}
